"""The charts of this book: a module for each chapter, from which its notebook imports."""
