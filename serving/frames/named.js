// Asked of a page that is looked at: what its elements name to be shown, which pictures show nothing, what is to be read.
(() => {
  const named = new Set();
  const add = (text) => { try { named.add(new URL(text.trim(), document.baseURI).href); } catch { /* no address */ } };
  const attributes = {
    "img[src]": "src", "source[src]": "src", "video[src]": "src", "audio[src]": "src", "track[src]": "src",
    "embed[src]": "src", "script[src]": "src", "input[type=image][src]": "src", "video[poster]": "poster", "object[data]": "data",
    "link[rel~=stylesheet i], link[rel~=icon i], link[rel~=apple-touch-icon i], link[rel~=manifest i], link[rel~=mask-icon i]": "href",
  };
  for (const [which, attribute] of Object.entries(attributes))
    for (const element of document.querySelectorAll(which)) add(element.getAttribute(attribute) || "");
  for (const element of document.querySelectorAll("img[srcset], source[srcset]"))
    for (const found of element.srcset.matchAll(/[^\s,]\S*[^\s,]/g)) if (!/^[\d.]+[wxh]$/.test(found[0])) add(found[0]);
  const pictures = [...document.images].filter((one) => one.complete && one.currentSrc && one.naturalWidth === 0);
  return {
    named: [...named].filter((one) => /^https?:/.test(one)),
    broken: pictures.map((one) => one.currentSrc),
    title: document.title,
    text: document.body ? document.body.innerText : "",
  };
})()
