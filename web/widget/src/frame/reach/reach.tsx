import { useEffect, useRef, useState } from "preact/hooks";
import type { Session } from "../connection/session";
import { isEmail, isPhone } from "../pre_chat/field";
import { ASKED_ADDRESS } from "../storage/names";
import type { Store } from "../storage/store";
import { useSpeech } from "../words/words";

interface Props {
  session: Session;
  store: Store;
  onAddress: (address: string) => void;
}

/** Somebody whom nobody answers yet is asked once where they can be reached. */
export function Reach({ session, store, onAddress }: Props) {
  const { say } = useSpeech();
  const [asked, setAsked] = useState(() => store.get(ASKED_ADDRESS) !== null);
  const [given, setGiven] = useState(false);
  const [address, setAddress] = useState("");
  const [wrong, setWrong] = useState(false);
  const thanks = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // What had the focus is gone.
    if (given) thanks.current?.focus();
  }, [given]);

  const { has_email, has_phone } = session.visitor;
  if (given) {
    return (
      <p ref={thanks} tabIndex={-1} class="reach reach-thanks">
        {say(session.address === null ? "reach_thanks" : "reach_kept")}
      </p>
    );
  }
  if (asked || has_email || has_phone) return null;

  function done(): void {
    store.set(ASKED_ADDRESS, "1");
    setAsked(true);
  }
  return (
    <form
      class="reach"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const text = address.trim();
        if (!isEmail(text) && !isPhone(text)) {
          setWrong(true);
          return;
        }
        onAddress(text);
        setGiven(true);
        done();
      }}
    >
      <label for="reach-address">{say("reach_title")}</label>
      <div class="reach-row">
        <input
          id="reach-address"
          type="text"
          inputMode="email"
          autocomplete="email"
          dir="auto"
          maxLength={254}
          placeholder={say("reach_placeholder")}
          aria-invalid={wrong}
          aria-describedby={wrong ? "reach-problem" : undefined}
          value={address}
          onInput={(event) => {
            setAddress(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <button type="submit" class="button">
          {say("reach_save")}
        </button>
      </div>
      {wrong && (
        <p id="reach-problem" class="problem" role="alert">
          {say("reach_wrong")}
        </p>
      )}
      <button type="button" class="reach-skip" onClick={done}>
        {say("reach_skip")}
      </button>
    </form>
  );
}
