"""The tables that scikit-learn and statsmodels ship, as data frames with the column to predict."""

import warnings

import pandas
import sklearn.datasets
import statsmodels.api


def shipped():
    """Yields (name, frame, label); text stays text, classes of scikit-learn have their names."""
    warnings.filterwarnings("ignore")
    for name, load in (
        ("iris", sklearn.datasets.load_iris),
        ("wine", sklearn.datasets.load_wine),
        ("breast cancer", sklearn.datasets.load_breast_cancer),
        ("digits", sklearn.datasets.load_digits),
    ):
        bunch = load(as_frame=True)
        frame = bunch.data.copy()
        frame["target"] = [str(bunch.target_names[label]) for label in bunch.target]
        yield name, frame, "target"
    diabetes = sklearn.datasets.load_diabetes(as_frame=True, scaled=False)
    yield "diabetes", diabetes.frame, "target"
    for name, label in (
        ("anes96", "vote"),
        ("modechoice", "choice"),
        ("spector", "GRADE"),
        ("heart", "censors"),
        ("fair", "affairs"),
        ("randhie", "mdvis"),
        ("grunfeld", "invest"),
        ("star98", "PERMINTE"),
        ("statecrime", "murder"),
        ("ccard", "AVGEXP"),
        ("fertility", "2009"),
    ):
        frame = getattr(statsmodels.api.datasets, name).load_pandas().data
        yield name, pandas.DataFrame(frame).reset_index(drop=True), label
