"""A person at a page, without a browser."""

from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access.sessions import begin
from core.i18n import utc_now
from db.engine import transaction
from db.people import Account, Person

ROOT = Path(__file__).parents[2]


def visit(session: Session, person: Person, page: str, **query: str | UUID) -> AppTest:
    """`person`, logged in, at `page` under pages/ with `query` in its address."""
    with transaction(session):
        account = session.exec(select(Account).where(Account.person_id == person.id)).one_or_none()
        if account is None:
            account = Account(person_id=person.id, login_name=str(person.id), passphrase_hash="-", created_at=utc_now())
            session.add(account)
            session.flush()
        token = begin(session, account=account, device="", now=utc_now()).token
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.session_state["username"] = token
    app.run()
    app.switch_page(f"pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = str(value)
    return app.run()


def leave(app: AppTest, label: str, value: str) -> AppTest:
    """Write `value` into the field called `label` and leave it."""
    return field(app, label).set_value(value).run()


def field(app: AppTest, label: str):
    """The field whose label begins with `label`."""
    found = (*app.text_input, *app.text_area, *app.radio, *app.date_input)
    return next(each for each in found if each.label.startswith(label))


def press(app: AppTest, label: str) -> AppTest:
    """Press the button called `label`."""
    return next(button for button in app.button if button.label == label).click().run()


def text(app: AppTest) -> str:
    """Everything said on the page."""
    kinds = ("title", "header", "subheader", "markdown", "text", "caption", "error", "warning", "info", "success")
    told = [str(getattr(each, "value", "")) for kind in kinds for each in app.get(kind)]
    told += [each.proto.body for each in app.get("html")]
    return "\n".join(told)


def buttons(app: AppTest) -> list[str]:
    """The labels of the buttons on the page."""
    return [button.label for button in app.button]
