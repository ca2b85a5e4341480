"""Why a file of the portal's is not opened, or not taken in."""


class NotOpened(RuntimeError):
    """It was not opened or not taken in, and nothing was changed; it says why and what to do."""
