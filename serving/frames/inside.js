// In every replayed page: links that would open a window open in their frame, which may open none.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[target], area[target]") : null;
  if (link && !["_self", "_parent", "_top", ""].includes(link.target) && !window.frames[link.target]) link.target = "_self";
}, true);
// No policy of a browser's holds these back.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport"]) delete window[name];
