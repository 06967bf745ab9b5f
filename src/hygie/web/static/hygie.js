"use strict";
// Small comforts only: every page works without this file.

// Answers by number: 1 to 9 choose, Enter sends.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
  if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const choice = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.focus();
  choice.click();
});

// A file too large is refused before it is sent.
document.addEventListener("change", (event) => {
  const field = event.target;
  const most = Number(field.dataset?.most);
  if (!most || !field.files) return;
  const heavy = [...field.files].some((file) => file.size > most);
  field.setCustomValidity(heavy ? field.dataset.tooLarge : "");
  field.reportValidity();
});

// A link drawn as a button obeys the keys of a button.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[data-back]") && history.length > 1) {
    event.preventDefault();
    history.back();
  }
});

// The message is copied in one click, when the browser lets a page do it.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    const place = document.getElementById(`${button.dataset.copy}-copie`);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      place.textContent = button.dataset.copied;
    } catch {
      place.textContent = button.dataset.notCopied;
    }
  });
});

// What is written and not sent yet is not lost by a slip of the mouse.
document.addEventListener("submit", (event) => {
  // The answer is a file to keep: this page stays.
  if ("file" in event.target.dataset) return;
  event.target.querySelectorAll("button").forEach((button) => {
    if (button !== event.submitter) return;
    setTimeout(() => button.setAttribute("aria-busy", "true"), 0);
  });
});
