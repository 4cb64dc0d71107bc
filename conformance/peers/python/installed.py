"""Which of the two incompatible Python SDKs is installed here."""

from importlib.metadata import version


def major():
    return int(version("mcp").split(".")[0])
