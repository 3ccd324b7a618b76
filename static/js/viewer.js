// A tap on a photograph opens it in the viewer, which is loaded then and not before. Without it, and
// with a key for a new tab held down, the link leads to the picture itself.

document.querySelector("main").addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-pswp-width]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const { show } = await import("./photographs.js");
    await show(link);
  } catch {
    location.assign(link.href);
  }
});
