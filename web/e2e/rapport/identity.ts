import { createHmac } from "node:crypto";

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString("base64url");

/** Who a visitor is, as the business's server signs it: a JSON Web Token, good for five minutes. */
export function signIdentity(secret: string, claims: object): string {
  const exp = Math.floor(Date.now() / 1_000) + 300;
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part({ exp, ...claims })}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}
