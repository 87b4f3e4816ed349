/* What the pages gain with script: shortcuts, menus that close, notes that pass by. Everything works without it. */
(() => {
  "use strict";

  const openMenus = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      const search = document.getElementById("search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "Escape") {
      openMenus().forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });

  const closeMenusAwayFrom = (target) => openMenus().forEach((menu) => {
    if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenusAwayFrom(event.target));
  document.addEventListener("focusin", (event) => closeMenusAwayFrom(event.target));

  /* Chips that do not all fit scroll sideways: the current one is brought into view. */
  const showCurrentChips = () => document.querySelectorAll(".chips [aria-current]").forEach((chip) => {
    const row = chip.closest(".chips");
    row.scrollLeft += chip.getBoundingClientRect().left - row.getBoundingClientRect().left - 60;
  });
  showCurrentChips();
  document.addEventListener("htmx:afterSettle", showCurrentChips);

  /* A second press of a button must not send its form twice; the server refuses it too. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  /* Whoever types is there: the session does not end under a long form. Before it ends with something typed that was
     not sent, a line says so. */
  const { alive, idleMinutes, ending } = document.body.dataset;
  if (alive) {
    const idle = Number(idleMinutes) * 60000;
    let heard = Date.now(); // when the server last heard of this person
    let typed = false;
    let warning = 0;
    const arm = () => {
      clearTimeout(warning);
      warning = setTimeout(() => {
        if (typed) document.dispatchEvent(new CustomEvent("note", { detail: { text: ending } }));
      }, idle - Math.min(120000, idle / 3));
    };
    document.addEventListener("input", () => {
      typed = true;
      if (Date.now() - heard < Math.min(60000, idle / 3)) return;
      heard = Date.now();
      fetch(alive).then((answer) => { if (answer.status === 204) arm(); }, () => { heard = 0; });
    });
    arm();
  }

  /* dispatch "note" on the document with {text, href}: a line that is read out and goes away by itself. */
  document.addEventListener("note", (event) => {
    const toasts = document.getElementById("toasts");
    if (!toasts || !event.detail || !event.detail.text) return;
    const note = document.createElement(event.detail.href ? "a" : "div");
    note.className = "toast-note";
    note.textContent = event.detail.text;
    if (event.detail.href) note.href = event.detail.href;
    toasts.append(note);
    window.setTimeout(() => note.remove(), 8000);
  });

  /* After htmx has swapped in a form that was refused, its summary takes the focus, as on a whole page. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const summary = event.target.querySelector && event.target.querySelector(".error-summary");
    if (summary) summary.focus();
  });
  /* A count is judged anew as one types: what was wrong with the one before would contradict the verdict beside it. */
  document.addEventListener("input", (event) => {
    if (!event.target.closest(".counts")) return;
    const form = event.target.closest("form");
    form.querySelectorAll(".counts .is-invalid").forEach((field) => {
      field.classList.remove("is-invalid");
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      const line = document.querySelector(`.error-summary a[href="#${CSS.escape(field.id)}"]`);
      if (line) line.closest("li").classList.add("answered");
    });
    form.querySelectorAll(".counts .invalid-feedback").forEach((fault) => fault.remove());
  });
  /* A list of names is narrowed as one types, with or without diacritics; who is chosen stays to be seen. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  document.addEventListener("input", (event) => {
    if (!("narrows" in event.target.dataset)) return;
    const words = plain(event.target.value).split(/\s+/);
    event.target.closest("[data-narrowed]").querySelectorAll("fieldset").forEach((group) => {
      const lines = [...group.querySelectorAll("label")];
      lines.forEach((line) => {
        const name = plain(line.textContent);
        line.hidden = !line.querySelector("input").checked && !words.every((word) => name.includes(word));
      });
      group.hidden = lines.every((line) => line.hidden);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && "narrows" in event.target.dataset) event.preventDefault();
  });
  /* A refusal (4xx) carries the form with its sentences: show it, where htmx by itself would drop it. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422 || event.detail.xhr.status === 409) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  /* Where a server is away (503) the page stays, with all that was typed, and a note says why nothing happened. What a
     page asks for by itself says nothing: it asks again. */
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status !== 503 || requestConfig.headers["X-Live"]) return;
    const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelectorAll("h1, h1 + p");
    const text = [...said].map((part) => part.textContent.replace(/\.$/, "")).join(". ");
    document.dispatchEvent(new CustomEvent("note", { detail: { text } }));
  });
})();
