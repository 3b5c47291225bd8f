"""Searches over a Parquet table and scores it: spark-submit --jars espalier.jar search.py EXPERIMENT.conf TABLE"""

import sys

from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import SparkSession


class EspalierSearch(JavaEstimator):
    def __init__(self, experiment):
        super().__init__()
        self._java_obj = self._new_java_obj("io.espalier.ml.EspalierSearch").setExperimentFile(experiment)

    def _create_model(self, java_model):
        return JavaModel(java_model)


spark = SparkSession.builder.getOrCreate()
rows = spark.read.parquet(sys.argv[2])
EspalierSearch(sys.argv[1]).fit(rows).transform(rows).groupBy("predictedClass").count().show()
