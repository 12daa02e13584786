"""Turn Chinese town-government work reports into tidy, source-traced data.

Every public name is imported when it is first used, so that ``import towns_analysis``
costs nothing and the set-up commands run before any dependency is installed.
"""

_HOME = {
    "Report": "reports",
    "read_reports": "reports",
    "check_claims": "checks",
    "date_reports": "dating",
    "extract_claims": "claims",
    "extract_constraints": "constraints",
    "classify_numbers": "claims",
    "extract_folder": "corpus",
    "indicators": "vocabulary",
    "load": "tables",
    "show_report": "reportview",
    "show_source": "show",
    "tidy_towns": "towns",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("towns_analysis")
    if name not in _HOME:
        raise AttributeError(f"module 'towns_analysis' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module("towns_analysis." + _HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> "list[str]":
    return __all__
