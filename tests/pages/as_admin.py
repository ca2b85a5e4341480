"""A colleague at a page of the administration, without a browser."""

from sqlmodel import Session, select
from streamlit import config
from streamlit.testing.v1 import AppTest

from core.access.sessions import begin
from core.i18n import utc_now
from db.engine import transaction
from db.people import Account, Person
from tests.architecture import ROOT

DETAILS = "client.showErrorDetails"


def visit(session: Session, person: Person | None, page: str, **query: str) -> AppTest:
    """`person`, logged in, or a visitor, at `page` under pages/ with `query` in its address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    if person is not None:
        app.session_state["username"] = _token(session, person)
    app.run()
    app.switch_page(f"pages/{page}")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def at_the_front(session: Session, person: Person) -> AppTest:
    """`person`, logged in, where they begin."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.session_state["username"] = _token(session, person)
    return app.run()


def at_the_file(session: Session, person: Person, page: str) -> AppTest:
    """`person`, logged in, at a page's file itself, as if the navigation had let anybody through."""
    app = AppTest.from_file(str(ROOT / "pages" / page), default_timeout=30)
    app.session_state["username"] = _token(session, person)
    # What went wrong is told to tests, though never to visitors.
    told = config.get_option(DETAILS)
    config.set_option(DETAILS, "full")
    try:
        return app.run()
    finally:
        config.set_option(DETAILS, told)


def is_refused(app: AppTest) -> bool:
    """Whether a page's file drew nothing and refused whoever was let through; `app.py` says that in words."""
    return [each.message for each in app.exception] == ["not_allowed"] and not app.text_input


def _token(session: Session, person: Person) -> str:
    with transaction(session):
        account = session.exec(select(Account).where(Account.person_id == person.id)).one_or_none()
        if account is None:
            account = Account(person_id=person.id, login_name=str(person.id), passphrase_hash="-", created_at=utc_now())
            session.add(account)
            session.flush()
        return begin(session, account=account, device="", now=utc_now()).token


def text(app: AppTest) -> str:
    """Everything said on the page."""
    kinds = [
        "title",
        "header",
        "subheader",
        "markdown",
        "text",
        "caption",
        "code",
        "toast",
        "error",
        "warning",
        "info",
        "success",
    ]
    return "\n".join(str(getattr(each, "value", "")) for kind in kinds for each in app.get(kind)).replace("\\", "")


def now_stored(session: Session) -> Session:
    """`session`, which reads anew what the page has stored meanwhile."""
    session.rollback()
    session.expire_all()
    return session


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button called `label`."""
    return next(button for button in app.button if button.label == label).click().run()


def write(app: AppTest, label: str, value: str) -> None:
    """Write into the first field whose label begins with `label`."""
    fields = (*app.text_input, *app.text_area)
    next(field for field in fields if field.label.startswith(label)).set_value(value)
