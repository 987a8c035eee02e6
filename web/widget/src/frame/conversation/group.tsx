import { Fragment } from "preact";
import { Avatar } from "../parts/avatar";
import { useSpeech } from "../words/words";
import { Bubble } from "./bubble";
import type { Item, Said } from "./layout";

interface Props {
  group: Extract<Item, { kind: "group" }>;
  /** The visitor's key, by which attachments are read. */
  token: string | null;
  /** What stands under a message, if anything. */
  below: (said: Said) => preact.ComponentChildren;
}

export function Group({ group, token, below }: Props) {
  const { say } = useSpeech();
  const { author } = group;
  const name = author.kind === "agent" ? (author.name ?? say("somebody")) : say("you");
  return (
    <div class={`group ${author.kind}`}>
      {author.kind === "agent" && <Avatar name={name} />}
      <div class="bubbles">
        <p class={author.kind === "agent" ? "author" : "unseen"}>
          <bdi>{name}</bdi>
        </p>
        {group.said.map((said) => (
          <Fragment key={said.key}>
            <Bubble said={said} token={token} />
            {below(said)}
          </Fragment>
        ))}
      </div>
    </div>
  );
}

/** Three dots where the next message will be. Not read out: it would interrupt again and again. */
export function Typing({ name }: { name: string }) {
  const { say } = useSpeech();
  return (
    <div class="group agent" aria-hidden="true">
      <Avatar name={name} />
      <div class="bubbles">
        <p class="author">{say("typing", { name })}</p>
        <div class="bubble dots">
          <i />
          <i />
          <i />
        </div>
      </div>
    </div>
  );
}
