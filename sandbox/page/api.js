/** The sandbox's control protocol: JSON in, JSON out, a refusal is a sentence. */

export async function getState() {
  return answer(await fetch("/control/state", { cache: "no-store" }));
}

export async function post(path, body) {
  return answer(await fetch(`/control/${path}`, request(body)).catch(unreachable));
}

export async function get(path) {
  return answer(await fetch(`/control/${path}`, { cache: "no-store" }).catch(unreachable));
}

export async function remove(path) {
  return answer(await fetch(`/control/${path}`, { method: "DELETE" }).catch(unreachable));
}

function request(body) {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}

function unreachable() {
  throw new Error("The sandbox does not answer.");
}

export const fileUrl = (fileId) => `/control/file/${encodeURIComponent(fileId)}`;
