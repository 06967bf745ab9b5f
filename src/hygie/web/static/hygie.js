"use strict";
// Small comforts only: every page works without this file.

// A question that has just appeared was not read yet: what is pressed then answers nothing.
const SETTLING = 600;
const questions = document.querySelectorAll("form[data-question]");
let shownAt = performance.now();
const unsettled = () => questions.length > 0 && performance.now() - shownAt < SETTLING;
const settle = () => {
  shownAt = performance.now();
  questions.forEach((form) => form.classList.add("settling"));
  setTimeout(() => questions.forEach((form) => form.classList.remove("settling")), SETTLING);
};
settle();
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  settle();
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    });
  });
});
document.addEventListener("click", (event) => {
  if (!unsettled() || !event.target.closest("form[data-question]")) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// Answers by number: 1 to 9 choose, Enter sends.
document.addEventListener("keydown", (event) => {
  if (event.repeat || unsettled()) return;
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
  const form = event.target;
  // The answer is a file to keep: this page stays.
  if ("file" in form.dataset) return;
  if (event.submitter) setTimeout(() => event.submitter.setAttribute("aria-busy", "true"), 0);
  if (form.method !== "post") return;
  // Sent once: a second click, however slow, says nothing more.
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // Later, so that the value of the pressed button leaves with the form.
  setTimeout(() => {
    form.querySelectorAll("button").forEach((button) => {
      button.disabled = true;
    });
  }, 0);
});

// Work that is followed, and nobody answers any more: say it instead of waiting for ever.
["htmx:sendError", "htmx:responseError"].forEach((name) => document.addEventListener(name, () => {
  document.querySelectorAll("[data-silent]").forEach((place) => {
    place.hidden = false;
    place.closest("[aria-busy]")?.setAttribute("aria-busy", "false");
  });
}));
