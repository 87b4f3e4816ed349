from __future__ import annotations

from django.db import transaction

from notices.models import Notice
from tests.databases import at_once
from tests.notices.acts import tell_of_an_act
from tests.people import Bloc
from tests.servers import browser, next_message, served, session_of


def test_a_notice_reaches_the_browsers_of_both_servers(office: Bloc, server: int) -> None:
    session = session_of(office.cell_secretary)
    with served() as other_server, browser(server, session) as tab, browser(other_server, session) as other_tab:
        with transaction.atomic():
            tell_of_an_act(office.cell_secretary)
        told = {"type": "notice", "id": Notice.objects.latest("pk").pk}
        assert next_message(tab) == next_message(other_tab) == told


def test_two_tellers_of_one_act_write_one_row(office: Bloc) -> None:
    def tell() -> None:
        with transaction.atomic():
            tell_of_an_act(office.sibling_secretary, office.cell_deputy, source="decision:once")

    for _round in range(20):
        at_once(tell, tell)
        assert Notice.objects.filter(source="decision:once").count() == 2
        Notice.objects.filter(source="decision:once").delete()
