import { useRef, useState } from "preact/hooks";
import { CameraIcon } from "../parts/icons";
import { useSpeech } from "../words/words";

/** Elsewhere `capture` is ignored, and the button would be a second one for files. */
const isPhone = () => matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches;

interface Props {
  disabled: boolean;
  onTaken: (files: FileList) => void;
}

/** On a phone or a tablet: takes a picture and attaches it. */
export function CameraButton({ disabled, onTaken }: Props) {
  const { say } = useSpeech();
  const input = useRef<HTMLInputElement>(null);
  const [shown] = useState(isPhone);
  if (!shown) return null;
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files) onTaken(files);
          // The next picture may have the same name.
          event.currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="icon-button attach"
        aria-label={say("camera")}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        <CameraIcon />
      </button>
    </>
  );
}
