"""The XML format of the Official Journal of the European Union (Formex 4), as its repository delivers it."""
