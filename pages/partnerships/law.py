"""What holds for volunteers by law and insurance, by who runs the activity (L1–L3): told, and never decided here."""

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from core.tasks.rules import RunBy

ALWAYS = (
    N_("Volunteers follow the same rules as employees where they help, and sign a declaration of confidentiality."),
    N_("Who is often with children under 15 is checked first, by the police register. The manager asks for it."),
    N_("Volunteers look at their own accident insurance, and ask what the association’s covers."),
    N_("Whoever gets unemployment benefit or early retirement pay asks their unemployment fund before they begin."),
)
OF_AN_ASSOCIATION = (
    N_("The association insures its volunteers. Ask it for work injuries, liability and accidents."),
    N_("The association may pay tax-free allowances by the rates of the year."),
)
OF_THE_PUBLIC = (
    N_("The municipality or region insures them against work injuries and liability. Ask which efforts are covered."),
    N_("Expenses are paid back by receipt. Tax-free allowances are for associations alone."),
)
BY_WHOM = {
    RunBy.ASSOCIATION: OF_AN_ASSOCIATION,
    RunBy.MUNICIPALITY: OF_THE_PUBLIC,
    RunBy.REGION: OF_THE_PUBLIC,
}


def told(run_by: RunBy) -> None:
    """The points, with where they come from."""
    st.markdown("\n".join(f"- {_(point)}" for point in (*BY_WHOM[run_by], *ALWAYS)))
    st.caption(
        _(
            "After Danske Regioner, ligningsloven § 7 M and frivillighed.dk, looked up in November 2026. The portal "
            "tells and decides nothing: ask your own lawyers and insurers."
        )
    )
