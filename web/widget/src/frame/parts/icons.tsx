import type { ComponentChildren } from "preact";

/** `turns`: points along the line of reading, so it is mirrored where that runs from right to left. */
function Icon({ children, turns = false }: { children: ComponentChildren; turns?: boolean }) {
  return (
    <svg viewBox="0 0 24 24" class={turns ? "icon turns" : "icon"} aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const ChatIcon = () => (
  <Icon>
    <path d="M20 11.4c0 4.1-3.6 7.4-8 7.4-1 0-2-.2-2.9-.5L4.6 20l1.2-3.6A7 7 0 0 1 4 11.4C4 7.3 7.6 4 12 4s8 3.3 8 7.4Z" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m6.5 6.5 11 11m0-11-11 11" />
  </Icon>
);

export const BackIcon = () => (
  <Icon turns>
    <path d="M14.5 5.5 8 12l6.5 6.5" />
  </Icon>
);

export const ForwardIcon = () => (
  <Icon turns>
    <path d="m9.5 5.5 6.5 6.5-6.5 6.5" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5.5m-5.5 5L12 5l5.5 5.5" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="M12 5v13.5m5.5-5L12 19l-5.5-5.5" />
  </Icon>
);

export const AttachIcon = () => (
  <Icon>
    <path d="m19.5 11.5-7.6 7.6a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8 8a1.7 1.7 0 0 1-2.4-2.4l7.2-7.2" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M13.5 3.5h-7v17h11v-13l-4-4Zm0 0v4h4" />
  </Icon>
);

export const SaveIcon = () => (
  <Icon>
    <path d="M12 4v11m-4.5-4 4.5 4.5 4.5-4.5M5 20h14" />
  </Icon>
);

export const EmojiIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M9 9.8v.4M15 9.8v.4M8.4 14.2c1.9 2.6 5.3 2.6 7.2 0" />
  </Icon>
);

export const CameraIcon = () => (
  <Icon>
    <path d="M4 8.5A1.5 1.5 0 0 1 5.5 7H8l1.2-2h5.6L16 7h2.5A1.5 1.5 0 0 1 20 8.5v8.5a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17Z" />
    <circle cx="12" cy="12.6" r="3.2" />
  </Icon>
);
