# R: a data frame's statements through the program.
# Install: cargo install --path . --locked && apt-get install r-base-core
quotes <- data.frame(speaker = c("Envoy", "Minister", "Clerk"),
                     text = c("What they did was unlawful.", "We acted in self-defence.", NA))
lines <- gsub("[\r\n]+", " ", ifelse(is.na(quotes$text), "", quotes$text))
out <- system2("demarche", c("classify", "--input-format", "lines", "--format", "csv", "-"), input = enc2utf8(lines), stdout = TRUE)
tagged <- read.csv(text = out, na.strings = "", encoding = "UTF-8")
stopifnot(nrow(tagged) == nrow(quotes))
print(cbind(quotes, tagged[c("label", "confidence")]))
