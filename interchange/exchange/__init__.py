"""The common format: files of fixed columns that centres and awarding bodies have sent one another for decades."""
