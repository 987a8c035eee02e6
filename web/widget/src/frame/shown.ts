import { useEffect, useState } from "preact/hooks";

export interface ShownState {
  /** The host shows the frame. */
  visible: boolean;
  /** Grows each time the focus is expected in the frame. */
  focus: number;
}

/** What the bridge hears about the frame's place on the page, for the views. */
export class Shown {
  private listener: (() => void) | null = null;
  constructor(private state: ShownState) {}

  current(): ShownState {
    return this.state;
  }

  change(visible: boolean, focus: boolean): void {
    this.state = { visible, focus: this.state.focus + (focus ? 1 : 0) };
    this.listener?.();
  }

  listen(listener: (() => void) | null): void {
    this.listener = listener;
  }
}

export function useShown(shown: Shown): ShownState {
  const [state, setState] = useState(shown.current());
  useEffect(() => {
    const update = () => setState(shown.current());
    update();
    shown.listen(update);
    return () => shown.listen(null);
  }, [shown]);
  return state;
}
