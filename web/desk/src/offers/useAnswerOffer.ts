import { ProblemError, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "~/api/client";
import { myInteractionsQuery } from "~/api/conversations";
import { useMe } from "~/api/session";
import { applyAnswer } from "~/cache/apply";
import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useProblemToast } from "~/ui/useProblemToast";
import type { Offer } from "./useOffers";

/** Takes an offer and opens its conversation, or gives it back. */
export function useAnswerOffer(offer: Offer) {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useMe().agent.id;
  const toastProblem = useProblemToast();

  const onError = (error: Error) => {
    const gone = error instanceof ProblemError && error.code === "offer_gone";
    if (gone) toast("bad", t("offer.gone"));
    else toastProblem(error);
    void client.invalidateQueries({ queryKey: myInteractionsQuery.queryKey });
  };

  const accept = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api/v1/interactions/{id}/accept", { params: { path: { id: offer.id } } })),
    onSuccess: (conversation) => {
      applyAnswer(client, conversation, me);
      void navigate({
        to: "/inbox/$view/$conversationId",
        params: { view: "mine", conversationId: offer.conversation_id },
      });
    },
    onError,
  });

  const decline = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api/v1/interactions/{id}/decline", { params: { path: { id: offer.id } } })),
    onSuccess: (conversation) => applyAnswer(client, conversation, me),
    onError,
  });

  return { accept, decline };
}
