"""Runs the notebook of a run's folder from top to bottom, as Jupyter would: notebook.py RUN_FOLDER"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

folder = Path(sys.argv[1])
notebook = nbformat.read(folder / "report.ipynb", as_version=4)
nbformat.validate(notebook)
NotebookClient(
    notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
).execute()
print(f"{folder / 'report.ipynb'}: {len(notebook.cells)} cells ran")
