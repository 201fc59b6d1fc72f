"""`bin/bench`: how fast, how big and how safe, each figure beside a floor measured in the same run."""
