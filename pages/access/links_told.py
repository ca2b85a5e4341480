"""That a colleague made a link to one's own passphrase: told where one logs in next, until one says that one knows."""

import streamlit as st

from core.access.standing_in import ToldLink, confirm_links, told_links
from core.i18n import at_time
from core.i18n import gettext as _
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, token
from pages.widgets.plain import plain


def tell(context: Context, page: str) -> None:
    """What the reader is to be told on the page at the address `page`: on every one, but where the link opened this
    very login only on the first, whose address is "": nothing can be answered there."""
    actor = context.actor
    if actor is None or not actor.has_links:
        return
    told = told_links(session=context.session, actor=actor, token=token())
    here = any(link.here for link in told)
    if not told or (here and page):
        return
    with st.container(border=True, key="links-told"):
        for link in told:
            _draw(link)
        if here:
            st.markdown(
                _(
                    "You came in by this link. When you log in next time, you are asked whether you know of it. Until "
                    "then your signatures say that you have not confirmed it."
                )
            )
            return
        st.markdown(_("Was it not agreed with you? Then choose a new passphrase now, and tell your organisation."))
        with st.container(horizontal=True):
            if st.button(_("It is all right, I know of it"), key="links-confirm"):
                act(lambda by: confirm_links(**by, token=token()), _("Thank you. It is noted that you know of it."))
            st.page_link(addresses.ACCOUNT, label=_("Choose a new passphrase"), icon=":material/key:")


def _draw(link: ToldLink) -> None:
    who = plain(link.by)
    if link.organisation:
        who = _("{name} from {organisation}").format(name=who, organisation=plain(link.organisation))
    st.markdown(f":material/key: **{_('{who} has made a link to a new passphrase for you').format(who=who)}**")
    told = [_("It was made on {time}.").format(time=at_time(link.made_at))]
    if link.reason:
        told.append(_("The reason given is: “{reason}”.").format(reason=plain(link.reason)))
    if link.used_at is not None:
        told.append(_("It was used on {time}.").format(time=at_time(link.used_at)))
    else:
        told.append(_("Nobody has used it."))
    st.markdown(" ".join(told))
