// Passkeys (WebAuthn Level 2): asks the device, and sends what it answers with the form around the button.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const letters = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

let kept;

async function ask(path, body) {
    const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const told = await answer.json();
    if (!told.success) throw new Error(told.error.fields?.[0]?.message ?? told.error.message);
    return told.data;
}

const ceremonies = {
    async create(form) {
        // A code counts once: who turns away from the device can go on without another.
        if (!kept || Date.now() - kept.at > 240_000) {
            const own = { password: form.elements.password.value, code: form.elements.code?.value ?? "" };
            kept = { ...(await ask("/api/users/me/passkeys/question/", own)), at: Date.now() };
        }
        const { question, public_key: asked } = kept;
        const excludeCredentials = asked.excludeCredentials.map((key) => ({ ...key, id: bytes(key.id) }));
        const user = { ...asked.user, id: bytes(asked.user.id) };
        const authenticatorSelection = { ...asked.authenticatorSelection, requireResidentKey: true };
        const publicKey = { ...asked, challenge: bytes(asked.challenge), user, excludeCredentials, authenticatorSelection };
        const { response } = await navigator.credentials.create({ publicKey });
        return [question, { clientDataJSON: letters(response.clientDataJSON), attestationObject: letters(response.attestationObject) }];
    },
    async get() {
        const { question, public_key: asked } = await ask("/api/auth/passkey/question/", {});
        const { id, response } = await navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge) } });
        const { clientDataJSON, authenticatorData, signature, userHandle } = response;
        const answer = { clientDataJSON: letters(clientDataJSON), authenticatorData: letters(authenticatorData), signature: letters(signature) };
        if (userHandle) answer.userHandle = letters(userHandle);
        return [question, answer, id];
    },
};

const words = {
    NotAllowedError: "Nothing was done: it was cancelled, or it took too long.",
    InvalidStateError: "This device has a passkey for your account already.",
    SecurityError: "Passkeys do not work at this address of the site.",
    SyntaxError: "The site did not answer. Please try again in a moment.",
    TypeError: "The site did not answer. Please try again in a moment.",
};

// The server reads names and numbers of fields; a password has done its work by then.
async function carry(box, form) {
    const said = box.querySelector("[role=alert]");
    said.textContent = "";
    form.setAttribute("aria-busy", "true");
    try {
        const [question, response, id] = await ceremonies[box.dataset.passkey](form);
        form.elements.question.value = question;
        form.elements.credential.value = JSON.stringify({ id, response });
        for (const name of ["password", "code"]) if (form.elements[name]) form.elements[name].disabled = true;
        form.submit();
    } catch (error) {
        said.textContent = words[error.name] ?? error.message;
        form.removeAttribute("aria-busy");
    }
}

// An address without a name has none.
if (window.PublicKeyCredential && !/^\[|^[\d.]+$/.test(location.hostname)) {
    for (const box of document.querySelectorAll("[data-passkey]")) {
        box.hidden = false;
        const form = box.querySelector("form");
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            event.stopPropagation();
            if (!form.hasAttribute("aria-busy")) carry(box, form);
        });
    }
    for (const words of document.querySelectorAll("[data-no-passkey]")) words.hidden = true;
}

// Back from another page, the form can be sent again.
addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-passkey] form[aria-busy]")) {
        form.removeAttribute("aria-busy");
        for (const name of ["password", "code"]) if (form.elements[name]) form.elements[name].disabled = false;
    }
});
