import { useState } from "preact/hooks";

interface Drop {
  /** Files are held over it. */
  over: boolean;
  on: Record<"onDragOver" | "onDragLeave" | "onDrop", (event: DragEvent) => void>;
}

/** Takes files that are dropped; leaves everything else that is dragged alone. */
export function useDrop(take: (files: FileList) => void): Drop {
  const [over, setOver] = useState(false);
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  return {
    over,
    on: {
      onDragOver(event) {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave(event) {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !(event.currentTarget as Node).contains(to)) setOver(false);
      },
      onDrop(event) {
        setOver(false);
        if (!holdsFiles(event) || !event.dataTransfer) return;
        event.preventDefault();
        take(event.dataTransfer.files);
      },
    },
  };
}
