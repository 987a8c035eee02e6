import { ListSkeleton } from "./ListSkeleton";

export function RoutePending() {
  return <ListSkeleton rows={6} />;
}
