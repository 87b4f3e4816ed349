/* Open pages follow what happens. The socket says what has changed, never what it says: the page then fetches, as its
   person, the regions that show it.

   A region is an element with data-live="my-work case:12 ..." that renews itself on htmx's trigger "live":
     <section data-live="case:12" hx-get="..." hx-trigger="live" hx-target="this" hx-swap="outerHTML" hx-select="#...">
   A change of any case is also one of "my-work"; a notice is one of "notices" and of "my-work".
   What is fetched this way carries the header X-Live, which keeps no session alive. A region in which somebody is
   typing is never replaced; it gets a note instead. Without the socket, pages look once a minute. */
(() => {
  "use strict";

  const script = document.getElementById("live");
  if (!script || !window.htmx) return;

  const POLL = 60000; // without the socket
  const LOOK_ANYWAY = 300000; // with it, for the message that was lost on the way
  const BURST = 80; // gathers what one act changes
  const CALM = 1000; // between two renewals
  const SIGNED_OUT = 4401;
  const LOST_RIGHT = 4403;
  const LONGEST_WAIT = 60000;

  let socket = null;
  let attempts = 0;
  let opened = false; // once, at least
  let looked = false; // at the bell, once at least
  let retry = 0;
  let state = "off"; // on, off, ended
  let lastLook = Date.now();
  let lastRenewal = 0;
  let renewal = 0;
  const due = new Set(); // subjects to renew
  const waiting = new Set(); // subjects whose region was busy
  const known = new Set(); // notices that this page has shown or heard of

  /* ---- which regions, and when ---- */

  const regions = () => document.querySelectorAll("[data-live]");
  const subjectsOf = (region) => region.dataset.live.split(/\s+/);

  const typed = (field) => {
    if (field.type === "hidden" || field.type === "submit" || field.disabled) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) {
      const chosen = [...field.options];
      return chosen.some((option) => option.defaultSelected)
        ? chosen.some((option) => option.selected !== option.defaultSelected)
        : field.multiple ? field.selectedOptions.length > 0 : field.selectedIndex > 0;
    }
    return "defaultValue" in field && field.value !== field.defaultValue;
  };

  const busy = (region) => {
    const focused = document.activeElement;
    if (focused && region.contains(focused) && focused.matches("textarea, select, input:not([type=hidden])")) return true;
    if (region.querySelector("details.filter-menu[open], form[data-unsaved]")) return true;
    return [...region.querySelectorAll("input, select, textarea")].some(typed);
  };

  const hold = (region) => {
    subjectsOf(region).forEach((subject) => waiting.add(subject));
    const note = document.getElementById("live-note");
    if (note && !region.querySelector("[data-live-note]")) region.prepend(note.content.cloneNode(true));
  };

  const renew = () => {
    renewal = 0;
    if (document.hidden) return; // kept until somebody looks
    lastRenewal = Date.now();
    regions().forEach((region) => {
      if (!subjectsOf(region).some((subject) => due.has(subject))) return;
      if (busy(region)) hold(region);
      else region.dispatchEvent(new CustomEvent("live")); // not bubbling: a region may lie in another
    });
    due.clear();
  };

  const changed = (...subjects) => {
    subjects.forEach((subject) => due.add(subject));
    if (!renewal) renewal = setTimeout(renew, Math.max(BURST, lastRenewal + CALM - Date.now()));
  };

  const catchUp = () => {
    lastLook = Date.now();
    regions().forEach((region) => changed(...subjectsOf(region)));
  };

  /* A field was left or its form put back: what waited for it may be renewed now. */
  const resume = () => setTimeout(() => {
    const subjects = [...waiting];
    waiting.clear();
    if (subjects.length) changed(...subjects);
  }, 0);
  document.addEventListener("focusout", resume);
  document.addEventListener("reset", resume);

  document.addEventListener("htmx:configRequest", (event) => {
    const cause = event.detail.triggeringEvent;
    if (cause && cause.type === "live") event.detail.headers["X-Live"] = "1";
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig, elt } = event.detail;
    if (!requestConfig || !requestConfig.headers["X-Live"]) return;
    // Sent to the sign-in page, or refused: the region must not be replaced by what came instead of it.
    const asked = new URL(requestConfig.path, location.href).pathname;
    const moved = xhr.responseURL && new URL(xhr.responseURL).pathname !== asked;
    if (moved || xhr.status === 401) {
      event.detail.shouldSwap = false;
      signedOut();
    } else if (xhr.status === 403 || xhr.status === 404) {
      event.detail.shouldSwap = false;
      lostRight();
    } else if (busy(elt)) {
      event.detail.shouldSwap = false;
      hold(elt);
    } else {
      const place = placeOf(document.activeElement, elt);
      if (place) focused.set(xhr, place);
      unfolded.set(xhr, folds(elt).filter((fold) => fold.details.open).map((fold) => fold.name));
    }
  });

  /* ---- the keyboard's place: what has the focus in a region is found again in the new one ---- */

  const focused = new WeakMap(); // by the request that replaces it

  const alike = (element) => {
    const href = element.getAttribute("href");
    return href === null ? element.localName : `${element.localName}[href="${CSS.escape(href)}"]`;
  };

  const placeOf = (element, region) => {
    if (!element || !region.contains(element) || element === region) return null;
    const selector = alike(element);
    return { selector, number: [...region.querySelectorAll(selector)].indexOf(element) };
  };

  const refocus = (xhr, region) => {
    const place = focused.get(xhr);
    if (!place || document.activeElement !== document.body) return;
    const element = region.querySelectorAll(place.selector)[place.number];
    if (element) element.focus({ preventScroll: true });
  };

  /* ---- what somebody unfolded to read stays unfolded ---- */

  const unfolded = new WeakMap(); // by the request that replaces it

  /* Each with the words of its summary, and how many before it have the same. */
  const folds = (region) => {
    const before = {};
    return [...region.querySelectorAll("details:not(.menu)")].map((details) => {
      const words = details.querySelector("summary").textContent.trim();
      before[words] = (before[words] || 0) + 1;
      return { details, name: `${before[words]} ${words}` };
    });
  };

  const unfold = (xhr, region) => {
    const names = unfolded.get(xhr) || [];
    folds(region).filter((fold) => names.includes(fold.name)).forEach((fold) => { fold.details.open = true; });
  };

  /* ---- the bell ---- */

  const lines = () => document.querySelectorAll("#bell [data-notice]");
  const remember = () => lines().forEach((line) => known.add(line.dataset.notice));

  const announce = () => {
    const fresh = [...lines()].filter((line) => !known.has(line.dataset.notice) && "noticeUnread" in line.dataset);
    remember();
    const first = !looked;
    looked = true;
    if (!fresh.length) return;
    // What came while the page was being drawn changed more than the bell, and nothing else has said so.
    if (first) catchUp();
    // In this person's quiet hours the bell counts, and nothing passes by.
    if (document.querySelector("#bell [data-bell-quiet]")) return;
    const detail = fresh.length === 1
      ? { text: fresh[0].querySelector("[data-notice-text]").textContent, href: fresh[0].getAttribute("href") }
      : { text: `${fresh.length} ${script.dataset.many}`, href: script.dataset.list };
    document.dispatchEvent(new CustomEvent("note", { detail }));
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    unfold(event.detail.xhr, event.target);
    refocus(event.detail.xhr, event.target);
    if (event.target.id === "bell") announce();
    show(state);
  });

  /* ---- the socket ---- */

  const show = (now) => {
    state = now;
    document.querySelectorAll("[data-live-status]").forEach((status) => {
      status.hidden = false;
      status.querySelectorAll("[data-live-when]").forEach((words) => {
        words.hidden = words.dataset.liveWhen !== now;
      });
    });
  };

  const signedOut = () => {
    if (state === "ended") return;
    show("ended");
    clearTimeout(retry);
    if (socket) socket.close();
    // The page shows a file that nobody is signed in to read: leave it, unless that would lose what was typed. Not
    // twice in five minutes: where pages and sockets disagree about the session it would go on for ever.
    const before = Number(sessionStorage.getItem("live-left") || 0);
    if (!busy(document.body) && Date.now() - before > LOOK_ANYWAY) {
      sessionStorage.setItem("live-left", String(Date.now()));
      location.reload();
    } else {
      document.dispatchEvent(new CustomEvent("note", { detail: { text: script.dataset.ended, href: location.href } }));
    }
  };

  /* The person may see less than when the page was drawn: it is drawn anew, unless that would lose what was typed. */
  const lostRight = () => {
    if (state === "ended") return;
    if (busy(document.body)) {
      document.dispatchEvent(new CustomEvent("note", { detail: { text: script.dataset.less, href: location.href } }));
    } else {
      location.reload();
    }
  };

  const heard = (message) => {
    if (message.type === "notice" && !known.has(String(message.id))) {
      changed("notices", "my-work");
    } else if (message.subject === "*") {
      catchUp(); // something was lost on the way
    } else if (message.type === "changed") {
      changed(message.subject);
      if (message.subject.startsWith("case:")) changed("my-work");
    }
  };

  const connect = () => {
    clearTimeout(retry);
    if (socket || state === "ended") return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const mine = new WebSocket(`${scheme}//${location.host}${script.dataset.socket}`);
    socket = mine;
    mine.onopen = () => {
      // The first time the page is only just drawn: what came in between shows in the bell.
      if (opened) catchUp();
      else changed("notices");
      opened = true;
      mine.since = Date.now();
      show("on");
    };
    mine.onmessage = (event) => {
      mine.answered = Date.now();
      heard(JSON.parse(event.data));
    };
    mine.onclose = (event) => {
      if (socket !== mine) return;
      socket = null;
      if (event.code === SIGNED_OUT) {
        signedOut();
      } else if (event.code === LOST_RIGHT) {
        show("off");
        lostRight();
        retry = setTimeout(connect, 1000);
      } else if (state !== "ended") {
        if (Date.now() - (mine.since || Infinity) > LONGEST_WAIT) attempts = 0;
        show("off");
        // Spread over half the wait, so that the browsers of a restarted server do not come back all at once.
        const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** attempts);
        attempts += 1;
        retry = setTimeout(connect, wait / 2 + Math.random() * wait / 2);
      }
    };
  };

  const leave = () => {
    clearTimeout(retry);
    const mine = socket;
    socket = null;
    if (mine) mine.close();
    if (state !== "ended") show("off");
  };

  /* After sleep a socket may look open and be dead: it has five seconds to answer. */
  const probe = () => {
    const mine = socket;
    if (!mine || mine.readyState !== WebSocket.OPEN) return;
    const asked = Date.now();
    mine.send('{"type":"ping"}');
    setTimeout(() => {
      if (socket === mine && (mine.answered || 0) < asked) {
        leave();
        connect();
      }
    }, 5000);
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || state === "ended") return;
    if (socket) probe();
    else connect();
    catchUp();
  });
  window.addEventListener("online", connect);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });
  setInterval(() => {
    const look = state === "on" ? LOOK_ANYWAY : POLL;
    if (state !== "ended" && !document.hidden && Date.now() - lastLook >= look) catchUp();
  }, POLL / 4);

  remember();
  connect();
})();
