// Small comforts; every page works without them.

// A form is sent once: the second press of an impatient thumb does nothing.
document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});

// Back from another page, or never gone to it, the form can be sent again.
const again = () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
        delete form.dataset.sent;
        for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    }
};
addEventListener("pageshow", again);

// What was typed and is kept nowhere is not left without a question, also not by sending another form of the page.
let going = null;
addEventListener("submit", (event) => (going = event.defaultPrevented ? null : event.target));
addEventListener("beforeunload", (event) => {
    const isTyped = (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
    const isLost = (form) => form !== going && (form.dataset.guard === "typed" || [...form.querySelectorAll("input:not([type=hidden]), textarea")].some(isTyped));
    if ([...document.querySelectorAll("form[data-guard]")].some(isLost)) {
        event.preventDefault();
        setTimeout(again);
    }
    going = null;
});

// A file that is too large is told before it is sent.
addEventListener("change", ({ target }) => {
    if (!target.matches?.("input[type=file][data-most]")) return;
    const isLarge = target.files[0]?.size > Number(target.dataset.most);
    target.setCustomValidity(isLarge ? target.dataset.tooLarge : "");
    target.reportValidity();
});

// The device knows where the person is; nobody has to say it. The cookie tells which emergency number to show.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) {
    for (const field of document.querySelectorAll("[data-zone]")) if (!field.value) field.value = zone;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `zone=${zone}; Path=/; Max-Age=86400; SameSite=Lax${secure}`;
}

// Who has just registered need not type the address again.
const email = document.querySelector("input[type=email]");
if (email && location.pathname === "/register") email.form.addEventListener("submit", () => sessionStorage.setItem("email", email.value));
if (email && location.pathname === "/login") {
    email.value ||= sessionStorage.getItem("email") ?? "";
    sessionStorage.removeItem("email");
}

// A menu closes with Escape and when something else is pressed.
addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
});
addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});

// Some browsers drag nothing that carries nothing.
addEventListener("dragstart", (event) => {
    if (!event.target.closest?.("[draggable=true]")) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", event.target.dataset.name ?? "");
});
