"""scikit-learn's own way through one table: imputer, one-hot and scaler before an MLP, searched at random.

usage: tables_peer.py TRAIN TEST LABEL TASK CONFIGURATIONS    prints the predictions of the test rows as JSON
"""

import json
import sys
import time
import warnings

import numpy
import pandas
import scipy.stats
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import RandomizedSearchCV, ShuffleSplit, StratifiedShuffleSplit
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.compose import TransformedTargetRegressor
from sklearn.preprocessing import OneHotEncoder, StandardScaler

MOST_ROWS_OF_FOLDS = 5000


def pipeline(features, network):
    text = [name for name in features if not pandas.api.types.is_numeric_dtype(features[name])]
    numbers = [name for name in features if name not in text]
    encoder = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="(missing)", missing_values=numpy.nan),
        OneHotEncoder(handle_unknown="ignore"),
    )
    columns = [
        ("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
        ("text", encoder, text),
    ]
    return make_pipeline(ColumnTransformer([column for column in columns if column[2]], sparse_threshold=0), network)


def folds(rows, classes):
    if rows < MOST_ROWS_OF_FOLDS:
        return 5
    splitter = StratifiedShuffleSplit if classes else ShuffleSplit
    return splitter(n_splits=1, test_size=0.2, random_state=1)


def main():
    warnings.filterwarnings("ignore")
    train, test = (pandas.read_csv(path) for path in sys.argv[1:3])
    label, classes, configurations = sys.argv[3], sys.argv[4] == "classes", int(sys.argv[5])
    train = train[train[label].notna()]
    start = time.perf_counter()
    form = MLPClassifier if classes else MLPRegressor
    network = form(random_state=1)
    prefix = type(network).__name__.lower() + "__"
    model = pipeline(train.drop(columns=label), network)
    if not classes:
        model = TransformedTargetRegressor(model, transformer=StandardScaler())
        prefix = "regressor__" + prefix
    space = {
        prefix + "hidden_layer_sizes": [(16,), (32,), (64,), (128,), (32, 32), (64, 64), (128, 64)],
        prefix + "alpha": scipy.stats.loguniform(1e-6, 1e-1),
        prefix + "learning_rate_init": scipy.stats.loguniform(3e-4, 3e-2),
    }
    search = RandomizedSearchCV(
        model, space, n_iter=configurations, cv=folds(len(train), classes), n_jobs=-1, random_state=1
    )
    search.fit(train.drop(columns=label), train[label])
    predictions = search.predict(test.drop(columns=label))
    record = {"version": sklearn.__version__, "seconds": time.perf_counter() - start, "predictions": predictions.tolist()}
    print(json.dumps(record))


if __name__ == "__main__":
    main()
