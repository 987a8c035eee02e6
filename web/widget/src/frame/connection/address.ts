import type { KnownVisitor } from "../pre_chat/field";
import { type Session, type Step, unchanged } from "./session";

/** The visitor says where they can be reached; said again on the next line until the server has it. */
export function giveAddress(session: Session, address: string): Step {
  return tellAddress({ ...session, address });
}

export function tellAddress(session: Session): Step {
  const { address, link } = session;
  if (address === null || link.kind !== "live") return unchanged(session);
  return { session, effects: [{ kind: "transmit", frame: { type: "address", address } }] };
}

/** The server knows more of the visitor. */
export function visitorKnown(session: Session, visitor: KnownVisitor): Session {
  const { address } = session;
  const has = address?.includes("@") ? visitor.has_email : visitor.has_phone;
  return { ...session, visitor, address: has ? null : address };
}
