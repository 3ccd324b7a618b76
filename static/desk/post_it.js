// The link to WhatsApp takes along what stands in the field now.
for (const link of document.querySelectorAll("[data-post-text]")) {
  const field = document.getElementById(link.dataset.postText);
  const follow = () => {
    link.href = `https://wa.me/?text=${encodeURIComponent(field.value)}`;
  };
  field.addEventListener("input", follow);
  // A browser that goes back fills in what was typed.
  follow();
}
