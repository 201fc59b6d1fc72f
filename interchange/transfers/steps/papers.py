"""The papers of a transfer."""

from collections.abc import Sequence

from interchange.transfers.models import Transfer, TransferPaper
from interchange.transfers.queries.papers import Paper


def put_papers(case: Transfer, papers: Sequence[Paper]) -> None:
    """These papers and no others."""
    TransferPaper.unscoped.filter(centre_id=case.centre_id, transfer=case.pk).delete()
    TransferPaper.unscoped.bulk_create(
        TransferPaper(
            centre_id=case.centre_id, transfer=case, entry_id=paper.entry, component_id=paper.component
        )
        for paper in papers
    )
