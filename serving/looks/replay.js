// The replayed page tells where it is; the bar over it follows.
const frame = document.getElementById("page");
const bar = document.getElementById("bar");
let shown = "";

addEventListener("message", async ({ origin, source, data }) => {
  if (origin !== frame.dataset.origin || source !== frame.contentWindow || typeof data !== "object" || !data) return;
  if (data.wb_type === "title" && typeof data.title === "string") document.title = `${data.title} (archived)`;
  if (data.wb_type !== "load" && data.wb_type !== "replace-url") return;
  if (typeof data.url !== "string" || !/^https?:/.test(data.url) || !/^\d{14}$/.test(data.ts)) return;
  const query = new URLSearchParams({ at: data.ts, url: data.url }).toString();
  if (query === shown) return;
  shown = query;
  history.replaceState(null, "", `/-/replay?${query}`);
  if (typeof data.title === "string" && data.title) document.title = `${data.title} (archived)`;
  const answer = await fetch(`/-/replay/bar?${query}`);
  if (answer.ok && shown === query) bar.innerHTML = await answer.text();
});
