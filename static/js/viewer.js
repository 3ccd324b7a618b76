// The gallery becomes a viewer: arrows and swipes lead through the pictures, each with its caption, credit
// and a download. Without this script every picture is a link to itself.

import PhotoSwipeLightbox from "../vendor/photoswipe-5.4.4/photoswipe-lightbox.esm.min.js";

const VENDOR = new URL("../vendor/photoswipe-5.4.4/", import.meta.url);
const DOWNLOAD = '<svg aria-hidden="true" class="pswp__icn" viewBox="0 0 32 32" width="32" height="32"><path d="M20.5 14.3 17.1 18V10h-2.2v7.9l-3.4-3.6L10 16l6 6.1 6-6.1zM23 23H9v2h14z"/></svg>';

// Loaded when somebody opens a picture, and not before.
function style(name) {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = name;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

async function open() {
  await Promise.all([style(new URL("photoswipe.css", VENDOR)), style(new URL("../css/viewer.css", import.meta.url))]);
  return import(new URL("photoswipe.esm.min.js", VENDOR));
}

const viewer = new PhotoSwipeLightbox({
  gallery: "main",
  children: "a[data-pswp-width]",
  pswpModule: open,
  showHideAnimationType: "none",
  bgOpacity: 1,
  loop: false,
  // Room for the caption below the picture.
  paddingFn: (size) => ({ top: 56, bottom: size.x < 700 ? 150 : 110, left: 0, right: 0 }),
  closeTitle: "Close",
  zoomTitle: "Zoom",
  arrowPrevTitle: "Previous picture",
  arrowNextTitle: "Next picture",
  errorMsg: "This picture cannot be shown.",
});

viewer.on("uiRegister", () => {
  viewer.pswp.ui.registerElement({
    name: "download",
    order: 8,
    isButton: true,
    tagName: "a",
    title: "Download full size",
    html: DOWNLOAD,
    onInit: (link, pswp) => {
      link.setAttribute("download", "");
      pswp.on("change", () => { link.href = pswp.currSlide.data.element.dataset.full; });
    },
  });
  viewer.pswp.ui.registerElement({
    name: "words",
    order: 9,
    isButton: false,
    appendTo: "root",
    onInit: (box, pswp) => {
      box.setAttribute("role", "status");
      pswp.on("change", () => {
        const words = pswp.currSlide.data.element.closest("figure")?.querySelector("[data-words]");
        box.replaceChildren(...(words ? [...words.childNodes].map((node) => node.cloneNode(true)) : []));
      });
    },
  });
});

viewer.on("afterInit", () => viewer.pswp.element.setAttribute("aria-label", "Photographs"));

// What somebody sees who cannot: the alternative text stands on the picture itself, not on the link.
viewer.addFilter("itemData", (item) => ({ ...item, alt: item.element?.querySelector("img")?.alt ?? "" }));

viewer.init();
