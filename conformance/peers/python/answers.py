"""What a client answers when a server asks its user, its model or for its roots; each question is printed."""


def sampled(text):
    content = {"type": "text", "text": text}
    return {"role": "assistant", "content": content, "model": "test-model", "stopReason": "endTurn"}


class Answers:
    def __init__(self, show):
        self._show = show
        self._given = {
            "elicitation/create": [{"action": "decline"}],
            "sampling/createMessage": [sampled("nothing")],
            "roots/list": [{"roots": []}],
        }

    def elicit(self, results):
        self._given["elicitation/create"] = list(results)

    def sample(self, texts):
        self._given["sampling/createMessage"] = [sampled(text) for text in texts]

    def roots(self, roots):
        self._given["roots/list"] = [{"roots": roots}]

    def answer(self, method, params, result_type):
        left = self._given[method]
        answer = left.pop(0) if len(left) > 1 else left[0]
        self._show({"asked": method, "params": params, "answer": answer})
        return result_type.model_validate(answer)

    def callbacks(self, capabilities, types):
        """The callbacks of either SDK for what the client declares; each SDK declares what has a callback."""

        async def elicit(_context, params):
            return self.answer("elicitation/create", plain(params), types.ElicitResult)

        async def sample(_context, params):
            return self.answer("sampling/createMessage", plain(params), types.CreateMessageResult)

        async def roots(_context):
            return self.answer("roots/list", {}, types.ListRootsResult)

        callbacks = {
            "elicitation": ("elicitation_callback", elicit),
            "sampling": ("sampling_callback", sample),
            "roots": ("list_roots_callback", roots),
        }
        return dict(callbacks[name] for name in capabilities if name in callbacks)


def plain(model):
    """What stands in JSON for a message of the SDK."""
    return {} if model is None else model.model_dump(by_alias=True, mode="json", exclude_none=True)
