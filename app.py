"""The front door: an ASGI app with routes, headers and background work; and, run as a script, the portal itself.

`streamlit run app.py` and `uvicorn app:app` serve the first; a host that ignores `st.App` still runs the script.
"""

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.errors import DomainError
from core.settings import SettingsRefused
from pages.shell import boundary, plain_script

boundary.keep_values_out_of_logs()


def run() -> None:
    """One run of the portal for one browser."""
    from core.messages import worker
    from pages.access import links_told
    from pages.register import find
    from pages.routes import uploads
    from pages.shell import again, frame, lost, navigation, under
    from pages.shell import context as session
    from pages.shell import theme as look
    from pages.widgets import form

    try:
        context = session.begin()
        worker.ensure_running(context.portal)
        look.apply()
        page = navigation.choose(context, context.state, lost.page_at(st.context.url))
        frame.header(context, demonstration=context.state == "demonstration", search=find.button)
        content = st.container()
        frame.footer(context)
        under.mark(page)
        uploads.arrive(uploads.this_tab(), page.url_path)
        form.arrive(page.url_path)
        with content:
            try:
                links_told.tell(context, page.url_path)
                page.run()
            except DomainError as error:
                lost.show(context, error)
        again.if_asked()
    except DomainError as error:
        session.refused(error)
    except SettingsRefused as refusal:
        boundary.not_started(refusal)
    except Exception as error:  # the one boundary: nothing of it reaches a visitor but a reference
        boundary.show(error)
    finally:
        session.end()


if get_script_run_ctx() is None:
    from pages.routes import (
        archive,
        background,
        calendar_feed,
        headers,
        health,
        packed,
        session_ticket,
        unsubscribe,
        uploads,
    )

    app = st.App(
        __file__,
        lifespan=background.lifespan,
        middleware=[Middleware(headers.FrontDoor), Middleware(packed.Packed), Middleware(uploads.UploadsGuarded)],
        routes=[
            Route("/healthz", health.health),
            Route("/session/start", session_ticket.start),
            Route("/session/end", session_ticket.end),
            Route("/session/language", session_ticket.language),
            Route("/archive/{ticket}", archive.download),
            Route(calendar_feed.ADDRESS, calendar_feed.feed),
            Route("/unsubscribe/{secret}/{kind}", unsubscribe.unsubscribe, methods=["GET", "POST"]),
            Route("/certificates/{ticket}", archive.download_certificates),
            Route("/everything/{ticket}", archive.download_everything),
        ],
        on_script_error=boundary.on_script_error,
    )
else:
    plain_script.send_first_visitor_back()
    run()
