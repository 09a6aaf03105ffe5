"""Debian's WordPress on loopback: MariaDB, PHP and a filled blog, for as long as a `with` lasts.

Needs the packages wordpress, wordpress-l10n, wordpress-theme-twentytwenty{one,two,three}, mariadb-server,
php-cli, php-mysql, php-xml and php-mbstring; `missing()` says which commands are not there.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = Path("/usr/share/wordpress")
THEMES = ("twentytwentyone", "twentytwentytwo", "twentytwentythree")
OWN_THEMES = HERE / "themes"
CLOSED = """<?php
// As many blogs have it: no REST API, no feeds, nothing in the head that leads to them.
add_filter('rest_authentication_errors', fn() => new WP_Error('closed', 'No.', ['status' => 401]));
remove_action('wp_head', 'rest_output_link_wp_head');
remove_action('wp_head', 'wp_oembed_add_discovery_links');
foreach (['do_feed', 'do_feed_rdf', 'do_feed_rss', 'do_feed_rss2', 'do_feed_atom', 'do_feed_rss2_comments'] as $feed) {
    add_action($feed, fn() => wp_die('No feed.', '', ['response' => 404]), 1);
}
remove_action('wp_head', 'feed_links', 2);
remove_action('wp_head', 'feed_links_extra', 3);
"""
CONFIG = """<?php
define('DB_NAME', 'blog'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%(socket)s');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '%(url)s'); define('WP_SITEURL', '%(url)s');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_CONTENT_DIR', __DIR__ . '/wp-content'); define('WP_DEBUG', false);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
"""


def missing() -> list[str]:
    """What has to be installed before this can run."""
    wanted = {command: shutil.which(command) for command in ("php", "mariadbd", "mariadb-install-db", "mariadb")}
    themes = {theme: (SOURCE / "wp-content/themes" / theme).exists() for theme in THEMES}
    return [name for name, found in {**wanted, "wordpress": SOURCE.exists(), **themes}.items() if not found]


@dataclass(frozen=True)
class WordPress:
    """A running blog and the way to its database."""

    url: str
    """Its "site address": where its links lead."""
    address: str
    """Where it is asked for."""
    root: Path
    database_socket: Path

    def query(self, sql: str) -> list[dict[str, str | None]]:
        """Rows of the blog's own database, the gold of every check."""
        code = (
            "$db = new mysqli('localhost', 'root', '', 'blog', 0, $argv[1]); $db->set_charset('utf8mb4');"
            "echo json_encode($db->query($argv[2])->fetch_all(MYSQLI_ASSOC), JSON_THROW_ON_ERROR);"
        )
        output = subprocess.run(
            ["php", "-r", code, str(self.database_socket), sql], check=True, capture_output=True, text=True
        ).stdout
        return json.loads(output)

    def php(self, code: str) -> str:
        """Run PHP inside this WordPress."""
        script = (
            f"$_SERVER['HTTP_HOST'] = parse_url('{self.url}', PHP_URL_HOST); require '{self.root}/wp-load.php'; {code}"
        )
        return subprocess.run(["php", "-r", script], check=True, capture_output=True, text=True).stdout

    def use_theme(self, theme: str) -> None:
        self.php(f"switch_theme('{theme}');")


@contextmanager
def wordpress(
    work: Path, content: dict[str, object], *, host: str = "127.0.0.1", plugin: str = ""
) -> Iterator[WordPress]:
    """Install WordPress below `work`, fill it with `content`, serve it until the block ends.

    `host` is the one that its links have, `plugin` PHP that runs with each page.
    """
    root, data, database_socket = work / "root", work / "mariadb", work / "db.sock"
    shutil.copytree(SOURCE, root, symlinks=False, ignore_dangling_symlinks=True)
    port = _free_port()
    url = f"http://{host}:{port}"
    (root / "wp-config.php").unlink(missing_ok=True)
    (root / "wp-config.php").write_text(CONFIG % {"socket": database_socket, "url": url})
    shutil.copytree(OWN_THEMES, root / "wp-content/themes", dirs_exist_ok=True)
    if plugin:
        (root / "wp-content/mu-plugins").mkdir(exist_ok=True)
        (root / "wp-content/mu-plugins/case.php").write_text(plugin)
    (work / "content.json").write_text(json.dumps(content))
    log = (work / "services.log").open("ab")
    with ExitStack() as stack:
        stack.callback(log.close)
        subprocess.run(
            ["mariadb-install-db", f"--datadir={data}", "--auth-root-authentication-method=normal", "--user=root"],
            check=True,
            stdout=log,
            stderr=log,
        )
        options = [f"--datadir={data}", f"--socket={database_socket}", "--skip-networking", "--user=root"]
        _serve(stack, ["mariadbd", "--no-defaults", *options, f"--pid-file={work}/db.pid"], log)
        _until(
            lambda: (
                subprocess.run(["mariadb-admin", f"--socket={database_socket}", "ping"], capture_output=True).returncode
                == 0
            )
        )
        subprocess.run(
            ["mariadb", f"--socket={database_socket}", "-e", "CREATE DATABASE blog CHARACTER SET utf8mb4"], check=True
        )
        environment = {**os.environ, "BLOG_URL": url, "PHP_CLI_SERVER_WORKERS": "4"}
        subprocess.run(
            ["php", HERE / "install.php", root, work / "content.json"], check=True, env=environment, stdout=log
        )
        server = ["php", "-d", "display_errors=0", "-S", f"127.0.0.1:{port}", "-t", str(root), str(HERE / "router.php")]
        _serve(stack, server, log, environment)
        _until(lambda: _listens(port))
        yield WordPress(url=url, address=f"http://127.0.0.1:{port}", root=root, database_socket=database_socket)


def _serve(stack: ExitStack, command: list[str], log: object, environment: dict[str, str] | None = None) -> None:
    process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)

    def stop() -> None:
        # PHP's workers share the session of the one that started them.
        os.killpg(process.pid, 15)
        process.wait(timeout=30)

    stack.callback(stop)


def _until(ready: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("a service of the test WordPress did not come up; see services.log")
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
