"""What the rulebook shows of the register: precedents with their claims, and how far a second rating agreed."""

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from claimbook.model.model import Model
from claimbook.register.wording import write_number
from claimbook.results.agreement import Agreement
from claimbook.site.pages import card_link
from claimbook.system.templates import template


class PrecedentTable(SphinxDirective):
    """Rules as they were applied, each with its claims and their verdicts: ``precedent-table``."""

    def run(self) -> list[nodes.Node]:
        """Render data/precedents.csv."""
        rows = [
            {**row, "claims": linked(row["claims"].split(), self)}
            for row in model_of(self).project.optional_rows("precedents")
        ]
        return rendered("precedents.html.j2", rows=rows)


class AgreementTable(SphinxDirective):
    """How far the register and a second rating agreed, and what settled each difference: ``agreement-table``."""

    def run(self) -> list[nodes.Node]:
        """Render data/ratings.csv."""
        model = model_of(self)
        ratings = pd.DataFrame(model.project.optional_rows("ratings", key=2))
        if ratings.empty:
            return []
        ratings["claim"] = ratings["claim"].replace(model.project.names["alias"])  # some were merged since
        apart = ratings[ratings["first"] != ratings["second"]]
        rows = [
            {**row, "claim": linked([row["claim"]], self)[0], "settled": model.verdict(row["claim"])}
            for row in apart.to_dict("records")
        ]
        return rendered("agreement.html.j2", samples=samples(ratings, model), rows=rows)


def samples(ratings: pd.DataFrame, model: Model) -> list[dict[str, object]]:
    """Each sample of claims with how far the two ratings of it agreed: of the main claims, of the others, of all."""
    weights = ratings["claim"].map(lambda claim_id: model.project.find_claim(claim_id).weight)
    groups = {"main claims": weights == "main", "other claims": weights != "main", "all": weights == weights}
    return [
        {"sample": sample, "group": name, **described(Agreement.of(part["first"], part["second"]))}
        for sample, rated in ratings.groupby("sample", sort=True)
        for name, chosen in groups.items()
        if len(part := rated[chosen[rated.index]])
    ]


def described(agreement: Agreement) -> dict[str, object]:
    """How far two ratings agreed, as its row in the table."""
    kappa, low, high = (write_number(one, 2) for one in (agreement.kappa, agreement.low, agreement.high))
    return {"count": agreement.count, "agreed": agreement.agreed, "kappa": f"{kappa} ({low} to {high})"}


def model_of(directive: SphinxDirective) -> Model:
    """The site's model."""
    model: Model = directive.env.app.claimbook_model
    return model


def linked(claim_ids: list[str], directive: SphinxDirective) -> list[dict[str, str]]:
    """Claims with their verdicts and the addresses of their cards."""
    results = [model_of(directive).result(claim_id) for claim_id in claim_ids]
    return [
        {"id": one.claim.id, "verdict": str(one.verdict), "statement": one.claim.statement,
         "link": card_link(directive, one)}
        for one in results
    ]  # fmt: skip


def rendered(name: str, **given: object) -> list[nodes.Node]:
    """A template's page of HTML."""
    return [nodes.raw("", template(name, "claimbook.site").render(**given), format="html")]
