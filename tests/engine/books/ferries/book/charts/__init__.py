"""The charts of this book: a module for each chapter that has any, from which its notebook imports."""
