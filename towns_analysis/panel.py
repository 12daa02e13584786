"""Towns among other towns: a panel of cited figures, ranks as intervals, and regressions with what carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm

from .intervals import rounding_interval

__all__ = ["influence", "leave_one_out", "ranks_among", "reference_panel", "robust_ols"]

_UNITS = {"km2": "km2", "cny": "CNY", "pct": "percent"}  # by the end of an indicator's name; others are counted
_FIELDS = ["value", "low", "high", "as_stated", "confidence"]


def reference_panel(figures: pd.DataFrame) -> pd.DataFrame:
    """Spread cited figures out to one row per town and year, and keep how each was stated.

    A town is a province, a county and a name together: there are six 城关镇.

    Parameters
    ----------
    figures
        One row per figure, with the columns of ``load("reference/towns_elsewhere")``. The end of an indicator's name is
        its unit (``_km2 _cny _pct``, else it is a count), and the last number in ``value_as_stated`` is the value.

    Returns
    -------
    DataFrame
        Indexed by province, county, place and year; columns by indicator and, below it, ``value``, ``low`` and
        ``high`` (half a unit of the last printed digit either way; 约 or 余 opens them further by an unstated amount),
        ``as_stated`` and ``confidence``. What is not stated is missing.

    Raises
    ------
    ValueError
        A column has gaps, a town states an indicator twice for a year, or the words hold no number.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> panel = reference_panel(ta.load("reference/towns_elsewhere"))
    >>> panel.loc[("浙江", "诸暨市", "店口镇", 2013), "fiscal_revenue_cny"].astype(str).tolist()
    ['1680000000.0', '1675000000.0', '1685000000.0', '财政总收入16.8亿元', 'stated']
    """
    key = ["province", "county", "place", "year", "indicator"]
    for column in (*key, "value", "value_as_stated", "confidence"):
        if column not in figures or figures[column].isna().any():
            raise ValueError(f"the figures lack the column {column!r}, or it has gaps: a name alone is no town")
    if (twice := figures.duplicated(key)).any():
        raise ValueError(f"stated twice: {figures.loc[twice, key].iloc[0].tolist()}")
    fields = figures.join(_ends(figures)).rename(columns={"value_as_stated": "as_stated"})
    wide = fields.pivot_table(index=key[:-1], columns="indicator", values=_FIELDS, aggfunc="first", sort=False)
    return wide.swaplevel(axis="columns").sort_index(axis="columns", level=0, sort_remaining=False).sort_index()


def _ends(figures: pd.DataFrame) -> pd.DataFrame:
    """Return what the digits of the last number stated leave open."""
    last = figures["value_as_stated"].str.extract(r"(\d[\d.,]*\D*)$")[0].fillna("")
    unit = figures["indicator"].str.rsplit("_", n=1).str[-1].map(_UNITS).fillna("count")
    as_claims = figures.assign(quote=last, unit=unit, bound="", value_low=np.nan, value_high=np.nan, destroyed=False)
    ends = rounding_interval(as_claims)[["low", "high"]]
    if (bare := ends["low"].isna()).any():
        raise ValueError(f"no number in the words stated: {figures.loc[bare, 'value_as_stated'].iloc[0]!r}")
    return ends


def ranks_among(values: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return which ranks each value can take among other towns, the largest being first.

    The best rank is 1 + the towns that lie wholly above the value, the worst 1 + the towns that may lie above it. It
    describes these towns, and no others unless they were drawn at random.

    Parameters
    ----------
    values
        One interval a row: ``low`` and ``high``.
    others
        Likewise, with ``confidence``, indexed by town: several rows of one town count as one interval, from the lowest
        low to the highest high.

    Returns
    -------
    DataFrame
        Two rows per value: ``confidence`` (among ``stated`` rows alone, or ``all``), ``n`` towns, ``best``, ``worst``.

    Raises
    ------
    ValueError
        An end is missing, or a low end is above its high end.

    Examples
    --------
    >>> others = pd.DataFrame({"low": [9, 4, 2], "high": [9, 6, 3], "confidence": ["stated", "stated", "approx"]})
    >>> ranks_among(pd.DataFrame({"low": [5], "high": [7]}), others).to_numpy().tolist()
    [['stated', 2, 2, 3], ['all', 3, 2, 3]]
    """
    for name, frame in (("values", values), ("others", others)):
        if not (frame["low"] <= frame["high"]).all():
            raise ValueError(f"the {name} have an end that is missing, or a low end above its high end")
    found = []
    for confidence, rows in (("stated", others[others["confidence"] == "stated"]), ("all", others)):
        towns = rows.groupby(level=list(range(rows.index.nlevels))).agg({"low": "min", "high": "max"})
        best = [1 + int((towns["low"] > high).sum()) for high in values["high"]]
        worst = [1 + int((towns["high"] > low).sum()) for low in values["low"]]
        found.append(values[[]].assign(confidence=confidence, n=len(towns), best=best, worst=worst))
    return pd.concat(found)


def robust_ols(frame: pd.DataFrame, outcome: str, covariates: Sequence[str]) -> Any:
    """Fit ordinary least squares with a constant and HC3 standard errors, if there are cases enough.

    HC3 divides each squared residual by (1 - leverage)^2, and errs least of the usual corrections for unequal variance
    in small samples (Long and Ervin 2000, The American Statistician 54: 217-224). Intervals are from Student's t.

    Parameters
    ----------
    frame
        One case a row, without gaps in the columns used.
    outcome, covariates
        Columns: take logs before, and give categories as 0 and 1.

    Returns
    -------
    statsmodels results, for `influence` and `leave_one_out` too

    Raises
    ------
    ValueError
        Fewer than ten cases per coefficient (the constant is one), a gap, or a covariate that the others determine.

    Examples
    --------
    >>> towns = pd.DataFrame({"x": range(30), "y": [2.0 * x + (-1) ** x for x in range(30)]})
    >>> robust_ols(towns, "y", ["x"]).params.round(2).to_dict()
    {'const': 0.1, 'x': 1.99}
    """
    used = frame[[outcome, *covariates]].astype(float)
    if not np.isfinite(used.to_numpy()).all():
        raise ValueError(f"gaps or infinite values in {used.columns.tolist()}: leave those rows out, and say how many")
    design = sm.add_constant(used[[*covariates]], has_constant="add")
    if len(used) < (need := 10 * design.shape[1]):
        raise ValueError(f"{len(used)} cases are too few for {design.shape[1]} coefficients: it takes {need}")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError(f"one of the covariates {[*covariates]} is constant, or determined by the others")
    return sm.OLS(used[outcome], design).fit(cov_type="HC3", use_t=True)


def influence(fit: Any) -> pd.DataFrame:
    """Return how much each case weighs in a fit of `robust_ols`.

    Returns
    -------
    DataFrame
        Indexed as the cases: ``leverage``, ``cooks_distance``, and ``dfbetas_`` of each coefficient: how far the case
        moves it, in standard errors (Belsley, Kuh, Welsch 1980, Regression Diagnostics, look again above 2 / sqrt(n)).

    Examples
    --------
    >>> towns = pd.DataFrame({"x": range(30), "y": [*range(29), 90.0]})
    >>> influence(robust_ols(towns, "y", ["x"]))["cooks_distance"].idxmax()
    29
    """
    measures, rows = fit.get_influence(), fit.model.data.row_labels
    weights = pd.DataFrame({"leverage": measures.hat_matrix_diag, "cooks_distance": measures.cooks_distance[0]}, rows)
    return weights.join(pd.DataFrame(measures.dfbetas, rows, [f"dfbetas_{name}" for name in fit.model.exog_names]))


def leave_one_out(fit: Any, groups: Sequence[Any] | None = None) -> pd.DataFrame:
    """Return the coefficients of `robust_ols` fitted again without each case, or without each group of cases.

    Parameters
    ----------
    groups
        A group for each case, in their order: provinces, or towns that come several times.

    Returns
    -------
    DataFrame
        One row per case or group left out, one column per coefficient; missing where the rest does not determine them.

    Examples
    --------
    >>> towns = pd.DataFrame({"x": range(30), "y": [*range(29), 90.0]})
    >>> leave_one_out(robust_ols(towns, "y", ["x"])).loc[[0, 29], "x"].round(2).tolist()
    [1.42, 1.0]
    """
    y, x = fit.model.endog, fit.model.exog
    labels = pd.Index(fit.model.data.row_labels if groups is None else groups)
    if len(labels) != len(y):
        raise ValueError(f"there are {len(labels)} groups for {len(y)} cases")
    codes, left_out = pd.factorize(labels)
    fits = [np.linalg.lstsq(x[codes != code], y[codes != code]) for code in range(len(left_out))]
    found = [solution if rank == x.shape[1] else np.full(x.shape[1], np.nan) for solution, _, rank, _ in fits]
    return pd.DataFrame(found, index=left_out, columns=fit.model.exog_names)
