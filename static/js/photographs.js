// The viewer: arrows and swipes lead through the photographs of a page, each with its words and a download.

import PhotoSwipe from "../vendor/photoswipe-5.4.4/photoswipe.esm.min.js";

const DOWNLOAD = '<svg aria-hidden="true" class="pswp__icn" viewBox="0 0 32 32" width="32" height="32"><path d="M20.5 14.3 17.1 18V10h-2.2v7.9l-3.4-3.6L10 16l6 6.1 6-6.1zM23 23H9v2h14z"/></svg>';
const STYLES = ["../vendor/photoswipe-5.4.4/photoswipe.css", "../css/viewer.css"];

let dressed;

function dress() {
  dressed ??= Promise.all(STYLES.map((name) => new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(name, import.meta.url);
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  })));
  return dressed;
}

// Opens the viewer at this link; the others of the page stand around it, in their order.
export async function show(link) {
  await dress();
  const gallery = document.querySelector("main");
  const items = [...gallery.querySelectorAll("a[data-pswp-width]")];
  const viewer = new PhotoSwipe({
    dataSource: { gallery, items },
    index: items.indexOf(link),
    bgOpacity: 1,
    loop: false,
    showHideAnimationType: "none",
    zoomAnimationDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 333,
    // Room for the words below the picture.
    paddingFn: (size) => ({ top: 56, bottom: size.x < 700 ? 150 : 110, left: 0, right: 0 }),
    closeTitle: "Close",
    zoomTitle: "Zoom",
    arrowPrevTitle: "Previous picture",
    arrowNextTitle: "Next picture",
    errorMsg: "This picture cannot be shown.",
  });
  // What somebody hears who does not see it stands on the picture, not on the link.
  viewer.addFilter("itemData", (item) => ({ ...item, alt: item.element?.querySelector("img")?.alt ?? "" }));
  viewer.on("uiRegister", () => {
    viewer.ui.registerElement({ name: "download", order: 8, isButton: true, tagName: "a", title: "Download full size", html: DOWNLOAD, onInit: download });
    viewer.ui.registerElement({ name: "words", order: 9, isButton: false, appendTo: "root", onInit: words });
  });
  viewer.on("afterInit", () => {
    viewer.element.setAttribute("aria-label", "Photographs");
    viewer.element.setAttribute("aria-modal", "true");
  });
  viewer.init();
}

function download(link, viewer) {
  link.setAttribute("download", "");
  viewer.on("change", () => { link.href = viewer.currSlide.data.element.dataset.full; });
}

function words(box, viewer) {
  box.setAttribute("role", "status");
  viewer.on("change", () => {
    const found = viewer.currSlide.data.element.closest("figure")?.querySelector("[data-words]");
    box.replaceChildren(...(found ? [...found.childNodes].map((node) => node.cloneNode(true)) : []));
  });
}
