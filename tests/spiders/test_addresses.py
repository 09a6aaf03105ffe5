from __future__ import annotations

import asyncio
import socket

import pytest

from blogark.spiders.wire.addresses import AddressPolicy, BadUrl, HostAddress, Resolver, class_of, printable, target_of


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", "public"),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", "public"),
        ("127.0.0.1", "loopback"),
        ("127.9.9.9", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"),
        ("::ffff:10.0.0.1", "private"),
        ("fd00::1", "private"),
        ("fec0::1", "private"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("100.64.0.1", "shared"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("0.0.0.0", "unspecified"),  # no binding: an address that Linux connects to itself
        ("::", "unspecified"),
        ("0.1.2.3", "reserved"),
        ("192.0.2.1", "reserved"),
        ("198.18.0.1", "reserved"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("2001:db8::1", "reserved"),
    ],
)
def test_every_address_belongs_to_a_class(address: str, expected: str) -> None:
    assert expected == class_of(address)


@pytest.mark.parametrize(
    ("url", "host", "port", "authority", "path"),
    [
        ("http://blog.example", "blog.example", 80, "blog.example", "/"),
        ("HTTPS://Blog.Example/A", "blog.example", 443, "blog.example", "/A"),
        ("http://blog.example:8080/a/../b//c", "blog.example", 8080, "blog.example:8080", "/a/../b//c"),
        ("http://blog.example:443/", "blog.example", 443, "blog.example:443", "/"),
        ("https://blog.example:443/", "blog.example", 443, "blog.example", "/"),
        ("http://blog.example:/", "blog.example", 80, "blog.example", "/"),
        ("http://blog.example?q=1", "blog.example", 80, "blog.example", "/?q=1"),
        ("http://blog.example/a?b?c#d#e", "blog.example", 80, "blog.example", "/a?b?c"),
        ("http://blog.example/%e9%zz%C3%A9", "blog.example", 80, "blog.example", "/%e9%zz%C3%A9"),
        ("http://blog.example/a|b{c}[d]\"<e>^`'", "blog.example", 80, "blog.example", "/a|b{c}[d]\"<e>^`'"),
        ("http://blog.example/a b\tc", "blog.example", 80, "blog.example", "/a%20b%09c"),
        (
            "http://blog.example/a\r\nX-Evil: 1\x00",
            "blog.example",
            80,
            "blog.example",
            "/a%0D%0AX-Evil:%201%00",
        ),
        ("http://blog.example/café?Zoë", "blog.example", 80, "blog.example", "/caf%C3%A9?Zo%C3%AB"),
        ("http://blog.example/\ud800", "blog.example", 80, "blog.example", "/%ED%A0%80"),
        ("http://user:secret@blog.example/", "blog.example", 80, "blog.example", "/"),
        ("http://a@b@blog.example/", "blog.example", 80, "blog.example", "/"),
        ("http://bücher.example/", "xn--bcher-kva.example", 80, "xn--bcher-kva.example", "/"),
        ("http://Straße.example/", "xn--strae-oqa.example", 80, "xn--strae-oqa.example", "/"),
        ("http://i❤.example/", "xn--i-7iq.example", 80, "xn--i-7iq.example", "/"),
        ("http://my_blog.example./", "my_blog.example.", 80, "my_blog.example.", "/"),
        ("http://[::1]:8080/a", "::1", 8080, "[::1]:8080", "/a"),
        ("http://[2001:DB8:0::1]/", "2001:db8::1", 80, "[2001:db8::1]", "/"),
        ("http://blog.example\\@evil.example/", "blog.example", 80, "blog.example", "/\\@evil.example/"),
    ],
)
def test_a_url_is_split_for_the_wire(url: str, host: str, port: int, authority: str, path: str) -> None:
    target = target_of(url)
    assert (host, port, authority, path) == (target.host, target.port, target.authority, target.path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "blog.example/a",
        "ftp://blog.example/",
        "file:///etc/passwd",
        "data:text/html,a",
        "javascript:alert(1)",
        "http:/blog.example/",
        "http:///a",
        "http://",
        "http://blog.example:0/",
        "http://blog.example:65536/",
        "http://blog.example:8o/",
        "http://[::1/",
        "http://[nonsense]/",
        "http://blog .example/",
        "http://blog.example\r\nX-Evil: 1/",
        "http://blog\x00.example/",
        "http://a..\u3002b\u0378.example/",
    ],
)
def test_a_url_that_leads_nowhere_is_refused_with_one_sentence(url: str) -> None:
    with pytest.raises(BadUrl) as refusal:
        target_of(url)
    assert "\n" not in str(refusal.value)
    assert "\r" not in str(refusal.value)


def test_a_printable_url_stays_as_it_is() -> None:
    url = "https://blog.example/2010/10/19/a-post.html?x=%C3%A9&y=[1]#c"
    assert url == printable(url)


class ScriptedDns(Resolver):
    """Answers with what the script says, one answer a question, the last one for ever."""

    def __init__(self, script: dict[str, list[list[str]]]) -> None:
        super().__init__()
        self.script = script

    async def _ask(self, host: str) -> tuple[HostAddress, ...]:
        answers = self.script.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return tuple(HostAddress(socket.AF_INET6 if ":" in ip else socket.AF_INET, ip) for ip in answer)


def permitted(script: dict[str, list[list[str]]], seeds: list[str], *hosts: str) -> list[list[str]]:
    async def run() -> list[list[str]]:
        dns = ScriptedDns(script)
        policy = AddressPolicy(seeds, dns)
        return [[address.ip for address in await policy.permitted(await dns.resolve(host))] for host in hosts]

    return asyncio.run(run())


PUBLIC, OTHER = "93.184.215.14", "93.184.215.15"


def test_a_public_blog_leads_to_public_addresses_only() -> None:
    script = {
        "blog": [[PUBLIC]],
        "img": [[OTHER]],
        "router": [["192.168.0.1"]],
        "cloud": [["169.254.169.254"]],
        "me": [["::1", "127.0.0.1"]],
    }
    assert permitted(script, ["blog"], "img", "router", "cloud", "me") == [[OTHER], [], [], []]


def test_a_blog_on_loopback_opens_loopback_and_nothing_else() -> None:
    script = {"blog": [["127.0.0.1"]], "v6": [["::1"]], "router": [["192.168.0.1"]], "img": [[PUBLIC]]}
    assert permitted(script, ["blog"], "blog", "v6", "router", "img") == [["127.0.0.1"], ["::1"], [], [PUBLIC]]


def test_the_addresses_that_are_refused_are_left_out_of_a_mixed_answer() -> None:
    assert permitted({"blog": [[PUBLIC]], "mixed": [["10.0.0.1", PUBLIC]]}, ["blog"], "mixed") == [[PUBLIC]]


def test_a_seed_with_public_and_private_addresses_opens_nothing() -> None:
    assert permitted({"blog": [[PUBLIC, "127.0.0.1"]]}, ["blog"], "blog") == [[PUBLIC]]


def test_a_seed_that_moves_to_loopback_later_is_refused_there() -> None:
    script = {"blog": [[PUBLIC], [PUBLIC], ["127.0.0.1"]]}
    # The first answer is for the policy's own look-up or the first fetch; the script has two alike.
    assert permitted(script, ["blog"], "blog", "blog") == [[PUBLIC], []]


def test_a_seed_that_cannot_be_looked_up_opens_nothing() -> None:
    assert permitted({"img": [[PUBLIC]], "me": [["127.0.0.1"]]}, ["blog"], "img", "me") == [[PUBLIC], []]


def test_without_a_seed_only_public_addresses_are_open() -> None:
    assert permitted({"me": [["127.0.0.1"]]}, [], "me") == [[]]


def test_names_are_looked_up_through_the_system_once() -> None:
    async def run() -> tuple[HostAddress, ...]:
        resolver = Resolver()
        first, second = await asyncio.gather(resolver.resolve("localhost"), resolver.resolve("localhost"))
        assert first is second
        assert first is await resolver.resolve("localhost")
        resolver.prefer("localhost", first[-1])
        return await resolver.resolve("localhost")

    addresses = asyncio.run(run())
    assert {"loopback"} == {class_of(address.ip) for address in addresses}
    assert addresses[0].with_port(80)[:2] == (addresses[0].ip, 80)
