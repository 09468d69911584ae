"""Start the server as `make run` does: `streamlit run app.py`, with some habits of Streamlit's changed first.

Streamlit takes a folder named pages for its older kind of app until the first visitor has been served: a shared link
opened first then says "page not found" over the right page. It asks the world for its address (see ui/quiet.py). It
hands out files to whoever knows their address (see ui/doorkeeper.py). And what nobody foresaw it tells without a word
that could be looked up in the log (see ui/failures.py).
Options after the module's name are Streamlit's own: python -m ui.serve --server.port 9000
"""

from __future__ import annotations

import sys
from functools import partial

from starlette.middleware import Middleware
from streamlit.runtime import RuntimeConfig
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli
from streamlit.web.server import server
from streamlit.web.server.starlette import starlette_app

from data.paths import ROOT
from ui import quiet
from ui.doorkeeper import Doorkeeper


def main() -> None:
    """Run until interrupted."""
    quiet.ask_nobody()
    PagesManager.uses_pages_directory = False
    _keep_the_door()
    server.RuntimeConfig = partial(RuntimeConfig, on_script_error=_tell_unforeseen)  # type: ignore[misc, assignment]
    sys.argv = ["streamlit", "run", str(ROOT / "app.py"), *sys.argv[1:]]
    cli.main()


def _keep_the_door() -> None:
    """Put the doorkeeper before all that Streamlit's server does itself."""
    of_streamlit = starlette_app.create_streamlit_middleware
    starlette_app.create_streamlit_middleware = lambda: [Middleware(Doorkeeper), *of_streamlit()]


def _tell_unforeseen(error: Exception) -> bool:
    from ui import failures  # caches can be made only once the server runs

    return failures.unforeseen(error)


if __name__ == "__main__":
    main()
