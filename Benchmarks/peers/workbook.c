// Writes the rows of a CSV file without quotation marks as a workbook with libxlsxwriter, holding a row at a time: what
// Benchmarks/exports.py sets beside Tenor's own. Columns from the eighth to the last but one are numbers.
//
// cc -O2 -o workbook Benchmarks/peers/workbook.c -lxlsxwriter
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

int main(int count, char **words) {
  FILE *file = count == 3 ? fopen(words[1], "r") : NULL;
  if (!file) return 2;
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  lxw_workbook *book = workbook_new_opt(words[2], &options);
  lxw_worksheet *sheet = workbook_add_worksheet(book, "Results");
  lxw_format *format = workbook_add_format(book);
  format_set_num_format(format, "#,##0.00");
  worksheet_freeze_panes(sheet, 1, 0);
  static char line[1 << 20];
  int last = 0;
  for (lxw_row_t row = 0; fgets(line, sizeof line, file); row++) {
    line[strcspn(line, "\r\n")] = 0;
    if (row == 0)
      for (char *place = line; *place; place++) last += *place == ',';
    lxw_col_t column = 0;
    for (char *rest = line, *cell; (cell = strsep(&rest, ",")); column++) {
      if (row > 0 && column >= 7 && column < last && *cell)
        worksheet_write_number(sheet, row, column, atof(cell), format);
      else if (*cell)
        worksheet_write_string(sheet, row, column, cell, NULL);
    }
  }
  return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
