"""Start the server as `make run` does: `streamlit run app.py`, with two habits of Streamlit switched off first.

Streamlit takes a folder named pages for its older kind of app until the first visitor has been served: a shared link
opened first then says "page not found" over the right page. And it asks the world for its address (see ui/quiet.py).
Options after the module's name are Streamlit's own: python -m ui.serve --server.port 9000
"""

from __future__ import annotations

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from data.paths import ROOT
from ui import quiet


def main() -> None:
    """Run until interrupted."""
    quiet.ask_nobody()
    PagesManager.uses_pages_directory = False
    sys.argv = ["streamlit", "run", str(ROOT / "app.py"), *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
