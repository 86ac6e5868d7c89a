# Parley in two stages: the toolchain builds, a small Debian runs.
FROM swift:6.3-bookworm AS build
WORKDIR /parley
COPY scripts/packages.txt scripts/deps.sh scripts/
RUN scripts/deps.sh build
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build --configuration release --static-swift-stdlib --product parley \
 && install -D .build/release/parley /out/parley

FROM debian:bookworm-slim
COPY scripts/packages.txt scripts/deps.sh /tmp/scripts/
RUN /tmp/scripts/deps.sh run && rm -rf /var/lib/apt/lists /tmp/scripts \
 && useradd --system --uid 10001 --home-dir /var/lib/parley --create-home parley
COPY --from=build /out/parley /usr/local/bin/parley
COPY Data /usr/share/parley/Data
USER parley
WORKDIR /var/lib/parley
ENV PARLEY_LISTEN=0.0.0.0:8080 PARLEY_DB=/var/lib/parley/parley.db
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["parley"]
CMD ["serve"]
