"""The look of charts, the parts they are made of, and the charts any book has."""
