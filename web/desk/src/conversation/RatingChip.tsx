import type { Conversation } from "@rapport/api-client";
import { Star } from "lucide-react";
import { useT } from "~/messages";
import { Chip } from "~/ui/Chip";

const SCORE_MAX = 5;

/** What the customer said of it, in a colour that says whether somebody should look. */
export function RatingChip({ rating }: { rating: NonNullable<Conversation["rating"]> }) {
  const t = useT();
  const { score, comment } = rating;
  const said = t("event.rated", { score, max: SCORE_MAX });
  return (
    <Chip tone={score >= 4 ? "good" : score === 3 ? "warn" : "bad"}>
      <span title={comment ? `${said}: ${comment}` : said}>
        <Star size={11} aria-hidden /> <span className="visually-hidden">{said}</span>
        <span aria-hidden>{score}</span>
      </span>
    </Chip>
  );
}
