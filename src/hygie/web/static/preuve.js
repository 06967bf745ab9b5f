"use strict";
// The photo that was chosen is shown before it is sent: nobody sends a patient's name unseen.
document.addEventListener("change", (event) => {
  const place = document.getElementById(event.target.dataset?.preview || "");
  if (!place) return;
  const picture = place.querySelector("img");
  const file = event.target.files[0];
  place.hidden = true;
  if (!file || !file.type.startsWith("image/") || file.type === "image/svg+xml") return;
  picture.onload = () => { place.hidden = false; };
  const reader = new FileReader();
  reader.onload = () => { picture.src = reader.result; };
  reader.readAsDataURL(file);
});
